import { expect, it } from 'vitest';
import { commandIn } from '../../electron/cli/commandNames.ts';

it.each([
  [
    ['upload', 'layer.tar', '--store', 'x'],
    ['upload', 'layer.tar', '--store', 'x'],
  ],
  [['--no-sandbox', 'list'], ['list']],
  [['--help'], ['--help']],
])('finds the command in %j', (args, command) => {
  expect(commandIn(args)).toEqual(command);
});

it.each([[[]], [['layer.tar']], [['./upload']], [['--store', 'x', 'upload']], [['--no-sandbox']], [['constructor']]])(
  'takes %j for the window',
  (args) => {
    expect(commandIn(args)).toBeNull();
  },
);
