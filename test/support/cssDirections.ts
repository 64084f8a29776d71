/** Properties and values that name a side of the line, which is another one in a right-to-left script. */
const PHYSICAL = [
  /(?:^|[\s;{-])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/,
  /(?:^|[\s;{])(?:left|right)\s*:/,
  /border-(?:top|bottom)-(?:left|right)-radius/,
  /(?:text-align|float|clear)\s*:\s*(?:left|right)\b/,
] as const;

/** Of four values the second and the fourth are sides of the line. */
const FOUR = /^(?:margin|padding|inset)\s*:\s*(.+)$/;

function hasTwoSides(declaration: string): boolean {
  const values = FOUR.exec(declaration)?.[1]?.match(/[\w-]*\([^()]*(?:\([^()]*\)[^()]*)*\)|\S+/g) ?? [];
  return values.length === 4 && values[1] !== values[3];
}

/** Transforms along the line: they need a counterpart under `[dir="rtl"]`. */
const MOVING = /transform-origin\s*:\s*(?:left|right)\b|translateX\(/;

/**
 * Rules of a style sheet that would be wrong in a right-to-left script, as `selector { declaration }`. Understands what
 * this project writes: no strings with braces, rules nested in at-rules only.
 */
export function directionViolations(css: string): string[] {
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const rules = [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    selector: selector.trim().replaceAll(/\s+/g, ' '),
    declarations: body.split(';').map((declaration) => declaration.trim()),
  }));
  const mirrored = new Set(
    rules.filter(({ selector }) => selector.startsWith('[dir="rtl"] ')).map(({ selector }) => selector.slice(12)),
  );
  return rules
    .filter(({ selector }) => !selector.startsWith('[dir="rtl"] '))
    .flatMap(({ selector, declarations }) =>
      declarations
        .filter(
          (declaration) =>
            PHYSICAL.some((pattern) => pattern.test(declaration)) ||
            hasTwoSides(declaration) ||
            (MOVING.test(declaration) && !mirrored.has(selector)),
        )
        .map((declaration) => `${selector} { ${declaration} }`),
    );
}
