/** A transaction that carries all the authority it needs, so that anyone may send it. */
export interface RelayableCall {
  /** Name of the contract's function, for progress and tables. */
  readonly action: string;
  readonly to: string;
  readonly data: string;
}
