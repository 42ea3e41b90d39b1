import type { Connection } from "../connection.ts";
import type { turns } from "../../protocol/calls/in-turn.ts";
import type { OwnAccount } from "../own-account.ts";

/** An insurer on one deployment. Book and pool ask who sent, so an insurer sends from an account of its own. */
export interface InsurerSession {
  readonly connection: Connection;
  readonly account: OwnAccount;
  readonly address: string;
  /** Changes of coverages, one after another: each starts where the last one ended. */
  readonly inTurn: ReturnType<typeof turns>;
}
