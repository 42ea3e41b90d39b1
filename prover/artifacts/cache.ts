import type { ArtifactFile } from "../../circuits/manifest.ts";

const CACHE_NAME = "aftercare-artifacts";

/**
 * What a browser keeps of artifacts between visits: whole files under their hash, and the beginnings of downloads
 * that were cut off. Where nothing can be kept, reads find nothing and writes do nothing. Whoever reads from it has to
 * check the hash again: other scripts of the page can write here too.
 */
export interface ArtifactCache {
  read(file: ArtifactFile): Promise<Uint8Array | undefined>;
  write(file: ArtifactFile, content: Uint8Array<ArrayBuffer>): Promise<void>;
  readBeginning(file: ArtifactFile): Promise<Uint8Array | undefined>;
  writeBeginning(file: ArtifactFile, content: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(file: ArtifactFile): Promise<void>;
}

/** The page's cache; undefined where there is none: in Node, and on pages without a secure connection. */
export function openArtifactCache(base: URL): ArtifactCache | undefined {
  if (typeof caches === "undefined") return undefined;
  // The Cache API names things by addresses; these are never fetched.
  const addressOf = ({ path, sha256 }: ArtifactFile, part: "whole" | "beginning"): string => {
    const address = new URL(path, base);
    address.search = `?sha256=${sha256}&part=${part}`;
    return address.href;
  };
  const opened = caches.open(CACHE_NAME);
  // A full disk or a private window costs the next visit a download, but not this visit its proof.
  const tried = <Result>(use: (cache: Cache) => Promise<Result>): Promise<Result | undefined> =>
    opened.then(use).catch(() => undefined);
  const read = (address: string) =>
    tried(async (cache) => {
      const response = await cache.match(address);
      return response && new Uint8Array(await response.arrayBuffer());
    });
  const write = async (address: string, content: Uint8Array<ArrayBuffer>) => {
    await tried((cache) => cache.put(address, new Response(content)));
  };
  const remove = async (address: string) => {
    await tried((cache) => cache.delete(address));
  };
  return {
    read: (file) => read(addressOf(file, "whole")),
    write: async (file, content) => {
      await write(addressOf(file, "whole"), content);
      await remove(addressOf(file, "beginning"));
    },
    readBeginning: (file) => read(addressOf(file, "beginning")),
    writeBeginning: (file, content) => write(addressOf(file, "beginning"), content),
    remove: async (file) => {
      await remove(addressOf(file, "whole"));
      await remove(addressOf(file, "beginning"));
    },
  };
}
