/** The machine lacks something that these scripts may not or cannot provide; the message tells a person what to do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
