// Merges with the DOM's types where a project has those; a server's need not have them, and Node's own leave this out.
declare namespace WebAssembly {
  interface Module {}
}
