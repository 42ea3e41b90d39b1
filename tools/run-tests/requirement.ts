/** What some tests need besides the packages: a program of the machine, say. Without it they are skipped. */
export interface Requirement {
  /** Names it where tests are counted, as in "Chromium". */
  readonly name: string;
  readonly met: boolean;
  /** What to do on a machine that lacks it: one sentence. */
  readonly remedy: string;
}

declare module "vitest" {
  interface TaskMeta {
    /** Set on every test that is skipped because the machine lacks this. */
    lacks?: Omit<Requirement, "met">;
  }
}
