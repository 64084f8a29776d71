import { describeExploration } from './explore.suite.ts';
import { goBack } from './killedScenarios.ts';
import { checkpointWhileWriting, create, killedWhileWriting, pauseAndResume, streamed } from './scenarios.ts';

const scenarios = [create, checkpointWhileWriting, streamed, pauseAndResume, killedWhileWriting, goBack];

describeExploration(
  'power lost while bytes are written',
  scenarios.map((scenario) => ({ scenario, seeds: 1 })),
  1500,
);
