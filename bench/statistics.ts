/** What is left of repeated measurements. */
export interface Summary {
  readonly median: number;
  /** The middle half of the measurements lies between these. */
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly minimum: number;
  readonly samples: number;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

export function summarise(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((left, right) => left - right);
  const at = (share: number): number => {
    const position = share * (sorted.length - 1);
    const below = sorted[Math.floor(position)]!;
    return below + (sorted[Math.ceil(position)]! - below) * (position % 1);
  };
  return {
    median: rounded(at(0.5)),
    lowerQuartile: rounded(at(0.25)),
    upperQuartile: rounded(at(0.75)),
    minimum: rounded(at(0)),
    samples: sorted.length,
  };
}

/** How the medians compare, to three digits. */
export function ratio(left: Summary, right: Summary): number {
  return Math.round((left.median / right.median) * 1_000) / 1_000;
}

/** Something that is measured beside others. */
export interface Contender {
  readonly name: string;
  /** What is measured; milliseconds that it has measured itself count in place of the caller's. */
  readonly run: () => Promise<unknown>;
  /** What it has to do afterwards, before the next contender's turn. */
  readonly settle?: () => Promise<unknown>;
}

/**
 * Milliseconds of each contender, in turns A B A B …, so that whatever else the machine does meets all of them alike.
 * Each has its rounds of warming up first.
 */
export async function interleave(
  contenders: readonly Contender[],
  { rounds, warmUps }: { readonly rounds: number; readonly warmUps: number },
): Promise<ReadonlyMap<string, Summary>> {
  const samples = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const { name, run, settle } of contenders) {
      const start = performance.now();
      const measured = await run();
      const elapsed = performance.now() - start;
      await settle?.();
      if (round >= 0) samples.get(name)!.push(typeof measured === "number" ? measured : elapsed);
    }
  }
  return new Map([...samples].map(([name, values]) => [name, summarise(values)]));
}
