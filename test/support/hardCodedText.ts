import { parseSync, Visitor } from 'vite';

/** Attributes that people read or hear. */
const SPOKEN = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label'];

const LETTERS = /\p{L}{2,}/u;

/** Texts that a component says in a language of its own, past the catalogue. */
export function hardCodedTexts(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const found: string[] = [];
  new Visitor({
    JSXText: (node) => {
      if (LETTERS.test(node.value)) found.push(node.value.trim());
    },
    JSXAttribute: (node) => {
      const { name, value } = node;
      if (name.type !== 'JSXIdentifier' || !SPOKEN.includes(name.name)) return;
      if (value?.type === 'Literal' && typeof value.value === 'string' && LETTERS.test(value.value)) {
        found.push(value.value);
      }
    },
  }).visit(program);
  return found;
}
