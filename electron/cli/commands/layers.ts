import type { LayerFate, LayerView, ManifestProblem } from '../../../shared/catalog.ts';
import { LAYERS_PAGE } from '../../../shared/catalog.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format.ts';
import { parseRepositoryName, type RepositoryName } from '../../../shared/names.ts';
import { Catalog } from '../../engine/catalog/catalog.ts';
import { openStoreToRead } from '../../engine/uploads/openStore.ts';
import { COMMON_OPTIONS, type Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { table } from '../output/table.ts';

/** What a garbage collection would do, in few words. */
const FATES: { readonly [fate in LayerFate]: string } = {
  tagged: 'kept',
  untagged: 'kept (no tag)',
  elsewhere: 'kept (other repository)',
  unreferenced: 'REMOVED',
  gone: 'blob is gone',
  damaged: 'link is damaged',
};

export const layers: Command = {
  name: 'layers',
  summary: 'show the layers in a store, and what a garbage collection would do with them',
  positionals: [],
  options: { ...COMMON_OPTIONS, repository: { value: 'NAME', help: 'only the layers of this repository' } },
  about: [
    'Reads all repositories with their manifests and tags. Changes nothing and takes no lock, so that it works while an app or a registry has the store.',
    'A registry’s garbage collection keeps what any manifest in the store names, and removes every other blob. A manifest that is damaged may stop it: such ones are named on stderr.',
  ],
  examples: [
    'layerlift layers --store /srv/registry',
    'layerlift layers --json | jq -r ".layers[] | select(.collection==\\"unreferenced\\") | .digest"',
  ],
  tellsEvents: false,

  async run(args, { store, output, interruption }) {
    const wanted = args.optional('repository', parseRepositoryName);
    const { signal } = interruption;
    const catalog = new Catalog(await openStoreToRead(store));
    const names: RepositoryName[] = [];
    // Also for one repository all are read: any of them may name its layers.
    for await (const one of catalog.readAll(signal)) if ('name' in one) names.push(one.name);
    if (wanted !== null && !names.includes(wanted)) {
      throw new LayerliftError('PATH_NOT_FOUND', 'the store has no such repository', { path: wanted });
    }
    const shown = wanted === null ? names : [wanted];
    const listed = shown.flatMap((repository) =>
      layersOf(catalog, repository).map((layer) => toListed(repository, layer)),
    );
    const problems = shown.flatMap((repository) =>
      catalog.layers(repository, 0).problems.map((problem) => ({ repository, ...problem })),
    );
    for (const problem of problems) output.note(describeProblem(problem));
    output.result({ layers: listed, manifestProblems: problems }, listed.length === 0 ? ['No layers.'] : rows(listed));
    return EXIT.done;
  },
};

function layersOf(catalog: Catalog, repository: RepositoryName): readonly LayerView[] {
  const found: LayerView[] = [];
  for (;;) {
    const page = catalog.layers(repository, found.length);
    found.push(...page.layers);
    if (page.layers.length < LAYERS_PAGE) return found;
  }
}

/** A layer as `layers --json` prints it; bytes, and times in RFC 3339. */
function toListed(repository: RepositoryName, { name, digest, size, linkedAt, role, tags, tagCount, fate }: LayerView) {
  return {
    repository,
    name,
    digest,
    size,
    linkedAt: new Date(linkedAt).toISOString(),
    role,
    tags,
    tagCount,
    collection: fate,
  };
}

function rows(listed: readonly ReturnType<typeof toListed>[]): readonly string[] {
  return table([
    ['DIGEST', 'SIZE', 'LINKED', 'COLLECTION', 'REPOSITORY', 'TAGS'],
    ...listed.map(({ name, size, linkedAt, collection, repository, tags, tagCount }) => [
      name,
      size === null ? '–' : formatBytes(size),
      linkedAt.slice(0, 10),
      collection === null ? '' : FATES[collection],
      repository,
      tags.length === 0 ? '–' : `${tags.join(', ')}${tagCount > tags.length ? ', …' : ''}`,
    ]),
  ]);
}

function describeProblem({ repository, digest, fault }: ManifestProblem & { readonly repository: string }): string {
  return `Manifest ${digest} of ${repository} says nothing (${fault}). What it names counts as not named.`;
}
