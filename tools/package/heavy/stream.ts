// Stands for Node's streams, of which the validator's XML parser asks for the class alone: no bundle is ever read from XML.
export function Stream(): void {}
