import { storageContract } from './contractScenario.ts';
import { describeExploration } from './explore.suite.ts';
import { purge } from './purgeScenario.ts';
import {
  cancel,
  cancelOpen,
  finish,
  finishEmpty,
  finishLater,
  finishOverCorrupt,
  finishOverGood,
  finishUnderAlias,
  history,
  planned,
  plannedAtOnce,
  sameLayerTwice,
  twoUploads,
} from './scenarios.ts';

const alone = [finish, finishUnderAlias, finishEmpty, finishOverGood, finishOverCorrupt, finishLater];
const ended = [planned, cancel, cancelOpen, history, purge, storageContract];

describeExploration(
  'power lost while uploads end',
  [
    ...[...alone, ...ended].map((scenario) => ({ scenario, seeds: 1 })),
    ...[twoUploads, sameLayerTwice, plannedAtOnce].map((scenario) => ({ scenario, seeds: 8 })),
  ],
  7500,
);
