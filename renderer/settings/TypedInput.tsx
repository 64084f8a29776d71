import { type ComponentProps, useState } from 'react';

export interface TypedInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown'> {
  value: string;
  isValid: (text: string) => boolean;
  /** Told the value once the field is left, or on Enter. */
  onChange: (text: string) => void;
  /** Told every text on the way. */
  onTyped?: (text: string) => void;
}

/** A line of text that takes effect when it is left, or on Enter; one that is wrong goes back to what holds. */
export function TypedInput({ value, isValid, onChange, onTyped, className = '', ...input }: TypedInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? value;
  const settle = (): void => {
    if (isValid(shown) && shown !== value) onChange(shown);
    onTyped?.(isValid(shown) ? shown : value);
    setTyped(null);
  };
  return (
    <input
      {...input}
      className={`input ${className}`}
      autoComplete="off"
      spellCheck={false}
      value={shown}
      aria-invalid={!isValid(shown)}
      onChange={(event) => {
        setTyped(event.target.value);
        onTyped?.(event.target.value);
      }}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
      }}
    />
  );
}
