import type { Bridge } from '../bridge.ts';

/** The longest text that main takes. */
const TEXT_MAX = 1000;

/**
 * Tells main of everything that the content security policy kept from happening, for its log: in normal use there is
 * nothing. Returns a disposer.
 */
export function reportViolations(bridge: Bridge): () => void {
  const report = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void => {
    const violation = { directive: effectiveDirective.slice(0, TEXT_MAX), blocked: blockedURI.slice(0, TEXT_MAX) };
    // Main refuses nothing of this form, and a window whose main is gone has other worries.
    bridge.call('app:reportViolation', violation).catch(() => undefined);
  };
  document.addEventListener('securitypolicyviolation', report);
  return () => document.removeEventListener('securitypolicyviolation', report);
}
