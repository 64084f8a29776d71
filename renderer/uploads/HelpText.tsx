import { useLayoutEffect, useRef } from 'react';

export interface HelpTextProps {
  id: string;
  text: string;
  /** Told how many pixels high the text is: at once, and whenever that changes. */
  onHeight: (height: number) => void;
}

/** What to do about trouble, on as many lines as it takes. */
export function HelpText({ id, text, onHeight }: HelpTextProps) {
  const element = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const paragraph = element.current;
    if (paragraph === null) return;
    const tell = () => onHeight(paragraph.offsetHeight);
    tell();
    const observer = new ResizeObserver(tell);
    observer.observe(paragraph);
    return () => observer.disconnect();
  }, [onHeight]);
  return (
    <p ref={element} id={id} className="help" title={text}>
      {text}
    </p>
  );
}
