// Stands in for the types of Node where code must not know of it: see tsconfig.isomorphic.json.
export {};
