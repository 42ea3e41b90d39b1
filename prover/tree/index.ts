export { leafOf, surgeonDayOf, type ClosedSurgery } from "./closedSurgery.ts";
export { MalformedPathError, PathMismatchError, rootOf, TREE_DEPTH, type MerklePath } from "./merklePath.ts";
export { LeafNotInTreeError, SurgeryTree, TreeFullError } from "./surgeryTree.ts";
