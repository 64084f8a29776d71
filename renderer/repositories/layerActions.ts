import Copy from 'lucide-react/icons/copy';
import FolderOpen from 'lucide-react/icons/folder-open';
import Link from 'lucide-react/icons/link';
import ShieldCheck from 'lucide-react/icons/shield-check';
import X from 'lucide-react/icons/x';
import type { LayerView, VerificationView } from '../../shared/catalog.ts';
import type { App } from '../state/context.ts';
import { en } from '../strings/en.ts';
import type { Icon } from '../ui/Button.tsx';

/** What a person can do with a layer. Nothing of it changes the store. */
export type LayerAction = 'verify' | 'stop' | 'copyDigest' | 'copyReference' | 'reveal';

export const LAYER_ICONS: { readonly [action in LayerAction]: Icon } = {
  verify: ShieldCheck,
  stop: X,
  copyDigest: Copy,
  copyReference: Link,
  reveal: FolderOpen,
};

/** Whether a blob is being hashed, or will be. */
const isVerifying = (verification: VerificationView | undefined): boolean =>
  verification?.state.kind === 'waiting' || verification?.state.kind === 'running';

/** In menu order. A layer whose blob is gone has nothing to verify and nothing to show. */
export function actionsFor(layer: LayerView, verification: VerificationView | undefined): readonly LayerAction[] {
  if (layer.size === null) return ['copyDigest', 'copyReference'];
  return [isVerifying(verification) ? 'stop' : 'verify', 'copyDigest', 'copyReference', 'reveal'];
}

/** The key of an action while the row has the focus, as the platform's keyboards name it. */
export function keyOf(action: LayerAction, platform: string): string {
  const keys = { verify: 'V', stop: 'V', copyReference: 'L', reveal: 'R' } as const;
  if (action === 'copyDigest') return platform === 'darwin' ? '⌘C' : 'Ctrl+C';
  return keys[action];
}

/** The action of a key pressed on a row; null when it means nothing there. */
export function actionForKey(
  event: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean },
  allowed: readonly LayerAction[],
): LayerAction | null {
  const key = event.key.toLowerCase();
  if (event.altKey) return null;
  const meant: readonly LayerAction[] =
    event.ctrlKey || event.metaKey
      ? key === 'c'
        ? ['copyDigest']
        : []
      : (({ v: ['verify', 'stop'], l: ['copyReference'], r: ['reveal'] } as const)[key] ?? []);
  return allowed.find((action) => meant.includes(action)) ?? null;
}

/** Does it. */
export function perform({ commands }: App, action: LayerAction, repository: string, layer: LayerView): void {
  const { name, digest } = layer;
  switch (action) {
    case 'copyDigest':
      void commands.copyLayer(repository, name, 'digest');
      return;
    case 'copyReference':
      void commands.copyLayer(repository, name, 'reference');
      return;
    case 'reveal':
      if (digest !== null) void commands.revealLayer(digest);
      return;
    case 'verify':
    case 'stop':
      if (digest !== null) void commands.verifyLayer(digest, action === 'verify');
  }
}

/** The words of an action. */
export const labelOf = (action: LayerAction): string => en.repositories.actions[action];
