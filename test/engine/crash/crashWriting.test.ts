import { describeExploration } from './explore.suite.ts';
import { checkpointWhileWriting, create, goBack, killedWhileWriting, pauseAndResume, streamed } from './scenarios.ts';

const scenarios = [create, checkpointWhileWriting, streamed, pauseAndResume, killedWhileWriting, goBack];

describeExploration(
  'power lost while bytes are written',
  scenarios.map((scenario) => ({ scenario, seeds: 1 })),
  1400,
);
