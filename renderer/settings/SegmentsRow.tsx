export interface SegmentsRowProps<Value extends string> {
  name: string;
  label: string;
  value: Value;
  /** What can be chosen, in order, with its words. */
  options: { readonly [value in Value]: string };
  onChange: (value: Value) => void;
}

/** A setting with few choices, as a segmented row of radio buttons. */
export function SegmentsRow<Value extends string>({ name, label, value, options, onChange }: SegmentsRowProps<Value>) {
  return (
    <fieldset className="setting">
      <legend>{label}</legend>
      <div className="segments">
        {(Object.keys(options) as Value[]).map((choice) => (
          <label key={choice} className="segment">
            <input type="radio" name={name} checked={choice === value} onChange={() => onChange(choice)} />
            <span>{options[choice]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
