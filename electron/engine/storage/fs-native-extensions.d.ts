declare module 'fs-native-extensions' {
  const extensions: {
    /** False when the range is locked through another descriptor. */
    tryLock(fd: number, offset: number, length: number): boolean;
  };
  export default extensions;
}
