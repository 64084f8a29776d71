import { visibleText } from './visibleText.ts';

/** Text that somebody else chose (a file name, a path): one line, isolated from the text around it. */
export function Untrusted({ text, id, className }: { text: string; id?: string; className?: string }) {
  const shown = visibleText(text);
  return (
    <bdi id={id} className={className === undefined ? 'untrusted' : `untrusted ${className}`} title={shown}>
      {shown}
    </bdi>
  );
}
