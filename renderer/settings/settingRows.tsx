import type { ReactNode } from 'react';
import { CONCURRENCY_MAX, DEFAULT_SETTINGS, type Settings, ZOOMS } from '../../shared/settings.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { DigesterRow } from './DigesterRow.tsx';
import { LanguageRow } from './LanguageRow.tsx';
import { RateLimitRow } from './RateLimitRow.tsx';
import { SegmentsRow } from './SegmentsRow.tsx';
import { CheckRow, SelectRow, SettingRow } from './SettingRow.tsx';
import { WatchRows } from './WatchRows.tsx';

export type SectionName = keyof typeof en.shell.settings.sections;

/** One setting on the page, with the words by which it is found. */
export interface Row {
  readonly section: SectionName;
  readonly words: readonly string[];
  readonly node: ReactNode;
}

export interface RowsOptions {
  readonly settings: Settings;
  readonly root: string;
  /** What hashes now; empty before a store was open. */
  readonly backend: string;
  readonly change: (part: Partial<Settings>) => void;
  readonly chooseStore: () => void;
}

type Flag = { readonly [Field in keyof Settings]: Settings[Field] extends boolean ? Field : never }[keyof Settings];

const CONCURRENCIES = Array.from({ length: CONCURRENCY_MAX }, (_, index) => index + 1);

/** Every setting, in the order of the page. */
export function settingRows({ settings, root, backend, change, chooseStore }: RowsOptions): readonly Row[] {
  const words = en.shell.settings;
  const flag = (section: SectionName, field: Flag): Row => {
    const label = words[field];
    const hint = words[`${field}Hint`];
    const set = (on: boolean): void => change({ [field]: on });
    const node = <CheckRow key={field} label={label} hint={hint} checked={settings[field]} onChange={set} />;
    return { section, words: [label, hint], node };
  };
  const segments = <Field extends 'theme' | 'contrast' | 'motion'>(
    field: Field,
    options: Readonly<Record<Settings[Field], string>>,
  ): Row => {
    const label = words[field];
    const set = (value: Settings[Field]): void => change({ [field]: value });
    const node = (
      <SegmentsRow key={field} name={field} label={label} value={settings[field]} options={options} onChange={set} />
    );
    return { section: 'appearance', words: [label, ...Object.values<string>(options)], node };
  };
  return [
    {
      section: 'store',
      words: [words.store, root],
      node: (
        <SettingRow key="store" label={words.store}>
          <span className="setting-path mono">
            <Untrusted text={root === '' ? words.storeNone : root} />
          </span>
          <Button small onClick={chooseStore}>
            {words.choose}
          </Button>
        </SettingRow>
      ),
    },
    {
      section: 'uploads',
      words: [words.concurrency, words.concurrencyHint],
      node: (
        <SelectRow
          key="concurrency"
          id="setting-concurrency"
          label={words.concurrency}
          hint={words.concurrencyHint}
          value={settings.concurrency}
          options={CONCURRENCIES.map((count) => ({ value: count, label: String(count) }))}
          onChange={(concurrency) => change({ concurrency })}
        />
      ),
    },
    {
      section: 'uploads',
      words: [words.rateLimit, words.rateLimitHint],
      node: <RateLimitRow key="rate" value={settings.rateLimit} onChange={(rateLimit) => change({ rateLimit })} />,
    },
    {
      section: 'uploads',
      words: [words.digester, ...Object.values(words.digesters)],
      node: (
        <DigesterRow
          key="digester"
          value={settings.digester}
          backend={backend}
          onChange={(digester) => change({ digester })}
        />
      ),
    },
    flag('uploads', 'finishBySelf'),
    flag('uploads', 'resumeBySelf'),
    flag('uploads', 'verifyExisting'),
    {
      section: 'watch',
      words: [en.watch.folder, en.watch.folderHint, en.watch.repository, en.watch.quiet, settings.watchFolder],
      node: <WatchRows key="watch" settings={settings} onChange={change} />,
    },
    flag('desktop', 'notifications'),
    flag('desktop', 'tray'),
    flag('desktop', 'keepAwake'),
    flag('desktop', 'askBeforeQuit'),
    {
      section: 'appearance',
      words: [words.language],
      node: <LanguageRow key="language" value={settings.language} onChange={(language) => change({ language })} />,
    },
    segments('theme', words.themes),
    segments('contrast', words.contrasts),
    segments('motion', words.motions),
    {
      section: 'appearance',
      words: [words.zoom, words.zoomHint],
      node: (
        <SelectRow
          key="zoom"
          id="zoom"
          label={words.zoom}
          hint={words.zoomHint}
          value={settings.zoom}
          options={ZOOMS.map((zoom) => ({ value: zoom, label: words.zoomStep(zoom) }))}
          onChange={(zoom) => change({ zoom })}
        />
      ),
    },
  ];
}

/** What a reset changes: everything but folders and repositories, which are no matters of taste. */
export function resetChange(): Partial<Settings> {
  const { store, repository, watchFolder, watchRepository, ...rest } = DEFAULT_SETTINGS;
  return rest;
}
