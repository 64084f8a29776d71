import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../electron/commandLine.ts';

const parse = (...args: string[]) => parseCommandLine(args, '/here', false);

describe('the command line', () => {
  it('asks for nothing when it is empty', () => {
    expect(parse()).toEqual({ store: null, repository: null, handover: null, files: [], problems: [] });
  });

  it('takes store, repository and files in either spelling and any order', () => {
    const wanted = { store: '/here/s', repository: 'library/a', files: ['/here/a.tar', '/b.tar'], problems: [] };
    expect(parse('--store', 's', 'a.tar', '--repository', 'library/a', '/b.tar')).toMatchObject(wanted);
    expect(parse('a.tar', '--repository=library/a', '/b.tar', '--store=/here/s')).toMatchObject(wanted);
  });

  it('passes over the switches of Chromium, Node and test drivers', () => {
    const { files, problems } = parse(
      '--inspect=0',
      '--remote-debugging-port=0',
      '-r',
      '/driver/loader.js',
      '--user-data-dir=/profile',
      '--no-sandbox',
      'a.tar',
      '-psn_0_1234',
    );
    expect(files).toEqual(['/here/a.tar']);
    expect(problems).toEqual([]);
  });

  it('drops the name of the app when it was started by that', () => {
    expect(parseCommandLine(['.', '--store', '/s', 'a'], '/here', true)).toMatchObject({
      store: '/s',
      files: ['/here/a'],
    });
    expect(parseCommandLine(['--inspect=0', '.'], '/here', true).files).toEqual([]);
  });

  it('takes everything after two dashes for a file', () => {
    expect(parse('--', '--store', '-a.tar').files).toEqual(['/here/--store', '/here/-a.tar']);
  });

  it('takes file URLs, with everything that a name may have in it', () => {
    expect(parse('file:///data/a%20%F0%9F%90%B3.tar').files).toEqual(['/data/a 🐳.tar']);
  });

  it('names each file once', () => {
    expect(parse('a.tar', './a.tar', '/here/a.tar', 'file:///here//a.tar').files).toEqual(['/here/a.tar']);
  });

  it.each([
    [['--store'], '--store needs a value'],
    [['--store', '--repository=a'], '--store needs a value'],
    [['--repository='], '--repository needs a value'],
    [['file://elsewhere/%ZZ'], 'not a file: file://elsewhere/%ZZ'],
    [['a\0b'], 'not a file: a\0b'],
    [['file:///a%00b'], 'not a file: file:///a%00b'],
    [[''], 'not a file: '],
  ])('says what it cannot understand in %j', (args, problem) => {
    expect(parse(...args).problems).toEqual([problem]);
  });

  it('takes whatever it is given, and names absolute paths only', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.boolean(), (args, hasAppPath) => {
        const { store, files } = parseCommandLine(args, '/here', hasAppPath);
        for (const file of store === null ? files : [store, ...files]) expect(file.startsWith('/')).toBe(true);
      }),
    );
  });
});
