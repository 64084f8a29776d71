import { type ReactNode, useId } from 'react';

export interface SettingRowProps {
  label: string;
  hint?: string;
  /** The control that the label belongs to. */
  htmlFor?: string;
  className?: string;
  children: ReactNode;
}

/** A setting with its control at the end of the line. */
export function SettingRow({ label, hint, htmlFor, className = '', children }: SettingRowProps) {
  return (
    <div className={`setting ${className}`}>
      <div>
        {htmlFor === undefined ? <span>{label}</span> : <label htmlFor={htmlFor}>{label}</label>}
        {hint !== undefined && <p className="note">{hint}</p>}
      </div>
      <div className="setting-control">{children}</div>
    </div>
  );
}

export interface CheckRowProps {
  label: string;
  hint: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** A setting that is on or off. */
export function CheckRow({ label, hint, checked, onChange }: CheckRowProps) {
  const id = useId();
  return (
    <SettingRow label={label} hint={hint} htmlFor={id}>
      <input
        id={id}
        type="checkbox"
        className="switch"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
    </SettingRow>
  );
}

export interface SelectRowProps {
  id: string;
  label: string;
  hint?: string;
  value: number;
  options: readonly { readonly value: number; readonly label: string }[];
  onChange: (value: number) => void;
}

/** A setting that is one of several numbers. */
export function SelectRow({ id, label, hint, value, options, onChange }: SelectRowProps) {
  return (
    <SettingRow label={label} {...(hint !== undefined && { hint })} htmlFor={id}>
      <select id={id} className="input" value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </SettingRow>
  );
}
