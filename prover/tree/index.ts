export { leafOf, surgeonDayOf, type ClosedSurgery } from "./closed-surgery.ts";
export {
  MalformedPathError,
  PathMismatchError,
  rootOf,
  TREE_ARITY,
  TREE_DEPTH,
  type MerklePath,
} from "./merkle-path.ts";
export { LeafNotInTreeError, SurgeryTree, TreeFullError } from "./surgery-tree.ts";
