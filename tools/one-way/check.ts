import { isBuiltin } from "node:module";
import { posix } from "node:path";

import { referencesOf, type Reference } from "./references.ts";
import { NODE_FILES, ROOMS, type Room } from "./rooms.ts";

export type Rule =
  /** A room may not import the other one. */
  | "direction"
  /** A folder that the table of rooms does not know. */
  | "room"
  /** Node's own modules, where code also runs in browsers. */
  | "node"
  /** A file for Node alone, loaded with code that also runs in browsers. */
  | "node-file"
  /** All of ethers in one import, where a browser pays for it. */
  | "ethers"
  /** The project under its package's name, or by an address that leads out of it: no rule can look behind those. */
  | "path"
  /** An import whose target the text does not state. */
  | "computed";

export interface Finding {
  readonly rule: Rule;
  readonly file: string;
  readonly line: number;
  /** The room that imports, and the room, file or package that it must not import. */
  readonly from: string;
  readonly to: string;
  readonly problem: string;
}

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const OWN_PACKAGE = /^aftercare(?:\/|$)/;
const ROOT_ROOM = ".";

const isIn = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
const isRoom = (folder: string) => ROOMS.some((room) => room.folder === folder);

/** The innermost room that holds a file or folder; undefined if the table knows none. */
export function roomOf(path: string): Room | undefined {
  const holds = ({ folder }: Room) =>
    isIn(path, folder) || (folder === ROOT_ROOM && (path === ROOT_ROOM || /^[^/]+\.[^/]+$/.test(path)));
  return ROOMS.filter(holds).toSorted((left, right) => right.folder.length - left.folder.length)[0];
}

function isAllowed(room: Room, kind: Reference["kind"], target: string, targetRoom: Room): boolean {
  if (room === targetRoom) return true;
  // What the build makes is no part of a published package: types of it are copied there, values would be missing.
  if (targetRoom.folder === "build" && room.folder.startsWith("client/") && kind !== "type") return false;
  return room.imports.some((allowed) =>
    isRoom(allowed) ? allowed === targetRoom.folder : isIn(target, allowed),
  );
}

/** Where a reference leads to: a path in the project, a package, or neither. */
type Target =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "outside" };

function targetOf(file: string, kind: "static" | "type" | "dynamic" | "address", specifier: string): Target {
  if (OWN_PACKAGE.test(specifier) || /^(?:[/#]|file:)/.test(specifier)) return { kind: "outside" };
  if (kind !== "address" && !/^\.\.?(?:\/|$)/.test(specifier)) return { kind: "package", name: specifier };
  const path = posix.join(posix.dirname(file), specifier.replace(/[?#].*$/, "")).replace(/\/$/, "");
  if (isIn(path, "..")) return { kind: "outside" };
  return { kind: "path", path: path.replace(/^dist\//, "") };
}

interface Problem {
  readonly rule: Rule;
  readonly to: string;
  readonly problem: string;
}

function problemWithPackage(room: Room, file: string, name: string): Problem | undefined {
  if (room.runs === "node" || NODE_FILES.includes(file)) return undefined;
  if (isBuiltin(name) || isIn(name, "@types/node"))
    return {
      rule: "node",
      to: name,
      problem: `${room.folder} has to run in browsers, and ${name} is Node's`,
    };
  if (name === "ethers")
    return {
      rule: "ethers",
      to: name,
      problem: "import a part, such as ethers/address: a browser pays for all of ethers",
    };
  return undefined;
}

function problemWithPath(
  room: Room,
  file: string,
  kind: Reference["kind"],
  path: string,
): Problem | undefined {
  // The root itself and packages are no code of the project.
  if (path === ROOT_ROOM || isIn(path, "node_modules")) return undefined;
  const targetRoom = roomOf(path);
  if (targetRoom === undefined)
    return { rule: "room", to: path, problem: `${path} is in no room of tools/one-way/rooms.ts` };
  if (!isAllowed(room, kind, path, targetRoom))
    return {
      rule: "direction",
      to: targetRoom.folder,
      problem: `${room.folder} may not import ${targetRoom.folder} (${path})`,
    };
  const isForNode = NODE_FILES.includes(path) && !NODE_FILES.includes(file) && room.runs !== "node";
  return isForNode && kind !== "dynamic"
    ? { rule: "node-file", to: path, problem: `${path} is for Node alone: load it by import() when it runs` }
    : undefined;
}

function problemWith(room: Room, file: string, reference: Reference): Problem | undefined {
  if (reference.kind === "computed")
    return { rule: "computed", to: "computed", problem: "the target of this import is not stated" };
  const target = targetOf(file, reference.kind, reference.specifier);
  switch (target.kind) {
    case "package":
      return problemWithPackage(room, file, target.name);
    case "path":
      return problemWithPath(room, file, reference.kind, target.path);
    case "outside":
      return {
        rule: "path",
        to: reference.specifier,
        problem: `name ${reference.specifier} by its path from this file, inside of the project`,
      };
  }
}

/** Every reference of a file that its room does not allow. */
export function findingsIn({ path, text }: SourceFile): readonly Finding[] {
  const room = roomOf(path);
  if (room === undefined) {
    const problem = `${path} is in no room of tools/one-way/rooms.ts`;
    return [{ rule: "room", file: path, line: 1, from: path, to: path, problem }];
  }
  return referencesOf(path, text).flatMap((reference) => {
    const problem = problemWith(room, path, reference);
    return problem === undefined ? [] : [{ ...problem, file: path, line: reference.line, from: room.folder }];
  });
}
