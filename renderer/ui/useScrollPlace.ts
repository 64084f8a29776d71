import { type RefObject, useLayoutEffect } from 'react';
import { useAppContext } from '../state/context.ts';

/**
 * Remembers how far an element is scrolled, and scrolls it back when the page was loaded anew.
 * @param name what it shows: another name is another place. Null: nothing is remembered.
 * @returns whether the page was loaded anew, and it stands where it stood before.
 */
export function useScrollPlace(element: RefObject<HTMLElement | null>, name: string | null): boolean {
  const { store } = useAppContext();
  useLayoutEffect(() => {
    const scrolled = element.current;
    if (scrolled === null || name === null) return;
    const before = store.getState().scrolledBefore.get(name);
    if (before !== undefined) scrolled.scrollTop = before;
    // Once it has come to rest: in between nobody needs to know.
    const remember = () =>
      store.setState((state) => ({ scrolled: new Map(state.scrolled).set(name, Math.round(scrolled.scrollTop)) }));
    scrolled.addEventListener('scrollend', remember);
    return () => scrolled.removeEventListener('scrollend', remember);
  }, [store, element, name]);
  return name !== null && store.getState().scrolledBefore.has(name);
}
