import Ellipsis from 'lucide-react/icons/ellipsis';
import { memo, type ReactNode, useCallback } from 'react';
import type { LayerView, VerificationView } from '../../shared/catalog.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu, type MenuHandle } from '../ui/Menu.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { actionsFor, keyOf, LAYER_ICONS, labelOf, perform } from './layerActions.ts';

/** Ids of the elements that name a row and say more of it. */
export const layerIds = (name: string) => ({ name: `layer-${name}`, fate: `fate-${name}`, check: `check-${name}` });

export interface LayerRowProps {
  repository: string;
  layer: LayerView;
  isCurrent: boolean;
  /** Takes the row's menu while there is one; always the same function. */
  onMenu: (name: string, menu: MenuHandle | null) => void;
}

/** One layer: what it is, what names it, how large and since when, and whether its bytes are what they should be. */
export const LayerRow = memo(function LayerRow({ repository, layer, isCurrent, onMenu }: LayerRowProps) {
  const app = useAppContext();
  const verification = useMirror(
    (mirror) => (layer.digest === null ? undefined : mirror.verifications.get(layer.digest)),
    undefined,
  );
  const menuRef = useCallback((menu: MenuHandle | null) => onMenu(layer.name, menu), [layer.name, onMenu]);
  const words = en.repositories;
  const ids = layerIds(layer.name);
  const actions = actionsFor(layer, verification);
  const [first] = actions;
  const tabIndex = isCurrent ? 0 : -1;
  const { platform } = app.bridge;
  return (
    <div className="layer-row" role="presentation" data-layer={layer.name} data-fate={layer.fate ?? ''}>
      <div role="gridcell" className="layer-what">
        <p id={ids.name} className="mono layer-digest" title={layer.name}>
          {layer.name}
        </p>
        <p id={ids.fate} className={`note layer-fate ${toneOf(layer)}`}>
          <FateLine layer={layer} />
        </p>
      </div>
      <div role="gridcell" className="layer-size">
        {layer.size === null ? words.noBlob : words.size(layer.size)}
        <span className="note">{words.moment(layer.linkedAt)}</span>
      </div>
      <div role="gridcell" id={ids.check} className="layer-check">
        <Check verification={verification} />
      </div>
      <div role="gridcell" className="layer-actions">
        {(first === 'verify' || first === 'stop') && (
          <IconButton
            icon={LAYER_ICONS[first]}
            label={labelOf(first)}
            shortcut={keyOf(first, platform)}
            tabIndex={tabIndex}
            onClick={() => perform(app, first, repository, layer)}
          />
        )}
        <Menu
          ref={menuRef}
          label={words.actions.more}
          trigger={<Ellipsis className="icon" aria-hidden="true" />}
          triggerClassName="btn ghost icon-only"
          triggerLabel={words.actions.more}
          triggerTitle={words.actions.more}
          tabIndex={tabIndex}
          items={actions.map((action) => ({
            key: action,
            label: labelOf(action),
            icon: LAYER_ICONS[action],
            shortcut: keyOf(action, platform),
            onSelect: () => perform(app, action, repository, layer),
          }))}
        />
      </div>
    </div>
  );
});

function toneOf({ fate }: LayerView): string {
  if (fate === 'unreferenced') return 'risk';
  return fate === 'gone' || fate === 'damaged' ? 'bad' : '';
}

/** What names the layer, and in the tooltip what a garbage collection makes of that. */
function FateLine({ layer: { fate, role, tags, tagCount } }: { layer: LayerView }): ReactNode {
  const words = en.repositories;
  if (fate === null) return words.checking;
  const named = tags.length === 0 ? '' : words.inTags(tags, tagCount - tags.length);
  const parts = [role === 'config' ? words.roles.config : '', named, words.fates[fate]].filter((part) => part !== '');
  const line = parts.join(' · ');
  return (
    <span title={words.collection[fate]}>
      {line.charAt(0).toUpperCase() + line.slice(1)}
      <span className="visually-hidden">. {words.collection[fate]}</span>
    </span>
  );
}

/** What came of the last verification, or how far it is. */
function Check({ verification }: { verification: VerificationView | undefined }): ReactNode {
  const words = en.repositories.verification;
  if (verification === undefined) return null;
  const { state } = verification;
  switch (state.kind) {
    case 'waiting':
      return <span className="note">{words.waiting}</span>;
    case 'running':
      return (
        <>
          <span className="note">{words.running(state.done, state.total)}</span>
          <progress
            max={Math.max(1, state.total)}
            value={state.done}
            aria-label={words.running(state.done, state.total)}
          />
        </>
      );
    case 'intact':
      return <span className="state good">{words.intact(state.at)}</span>;
    case 'corrupt':
      return (
        <>
          <span className="state bad" title={words.corruptHelp}>
            {words.corrupt}
            <span className="visually-hidden">. {words.corruptHelp}</span>
          </span>
          <span className="note mono" title={state.actual}>
            <span className="visually-hidden">{words.bytesAre} </span>
            {words.actual(state.actual)}
          </span>
        </>
      );
    case 'failed': {
      const { title, remedy } = en.explain(state.error);
      return (
        <>
          <span className="state bad">{words.failed}</span>
          <span className="note" title={visibleText(`${title}. ${remedy}`)}>
            {visibleText(title)}
          </span>
        </>
      );
    }
  }
}
