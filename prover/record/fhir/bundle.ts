import { InvalidBundleError } from "../errors.ts";
import { FhirElement } from "./element.ts";
import { assertR4Structure } from "./r4-structure.ts";
import type { ResourceType } from "./r4-structure.ts";
import {
  comparableUrl,
  identifierIn,
  identifiersOf,
  matches,
  parseLiteral,
  restfulParts,
} from "./reference.ts";
import type { BusinessIdentifier, Literal } from "./reference.ts";

const BUNDLE_TYPES = ["collection", "document", "searchset", "transaction"];

/** Methods of a transaction that add what the entry holds, and those that leave nothing to read a surgery from. */
const ADDING = ["POST", "PUT"];
const NOT_ADDING = ["GET", "HEAD", "DELETE", "PATCH"];

/** One resource of the bundle, or one that another resource contains. */
export interface Resource {
  readonly type: string;
  readonly element: FhirElement;
  readonly id: string | undefined;
  readonly fullUrl: string | undefined;
  readonly container: Resource | undefined;
  /** The entry that it is in, and that entry's place in the bundle. */
  readonly entry: FhirElement;
  readonly index: number;
}

function readResource(
  element: FhirElement,
  place: Pick<Resource, "entry" | "index" | "container">,
): Resource[] {
  const type = element.peekText("resourceType");
  const fullUrl = place.container === undefined ? place.entry.peekText("fullUrl") : undefined;
  return type === undefined
    ? []
    : [{ ...place, type, element, id: element.peekText("id"), fullUrl: fullUrl && comparableUrl(fullUrl) }];
}

/** The resource of an entry; none where the entry holds none, or holds what is no resource. */
function readEntry(entry: FhirElement): Resource[] {
  const [request] = entry.peek("request");
  const method = request?.peekText("method");
  if (method !== undefined && NOT_ADDING.includes(method)) return [];
  const [element] = entry.peek("resource");
  if (element === undefined) return [];
  if (request !== undefined && !ADDING.includes(method ?? "")) {
    throw request.refuse("method", "POST or PUT: a bundle that only adds what it holds");
  }
  return readResource(element, { entry, index: placeIn(entry.path), container: undefined });
}

/** The place that the path of a list's member ends with; 0 for one without a list. */
function placeIn(path: string): number {
  return Number(/\[([0-9]+)\]$/.exec(path)?.[1] ?? 0);
}

/** A FHIR R4 Bundle: its resources, and the references between them. */
export class Bundle {
  readonly #resources: readonly Resource[];
  readonly #byUrl: ReadonlyMap<string, readonly Resource[]>;
  readonly #byTypeAndId: ReadonlyMap<string, readonly Resource[]>;
  readonly #entriesRead = new Set<number>();

  constructor(json: unknown) {
    if (typeof json !== "object" || json === null || Array.isArray(json)) {
      throw new InvalidBundleError("The input is not a JSON object.");
    }
    const bundle = new FhirElement(json, "Bundle");
    if (bundle.value("resourceType") !== "Bundle")
      throw new InvalidBundleError("The input is not a FHIR Bundle.");
    if (bundle.has("implicitRules"))
      throw bundle.refuse("implicitRules", "absent, as it may alter the meaning");
    if (!BUNDLE_TYPES.includes(bundle.string("type"))) throw bundle.refuse("type", BUNDLE_TYPES.join(" or "));

    this.#resources = bundle.peek("entry").flatMap(readEntry);
    this.#byUrl = groupedBy(this.#resources, ({ fullUrl }) => fullUrl ?? "");
    this.#byTypeAndId = groupedBy(this.#resources, ({ type, id }) => `${type}/${id ?? ""}`);
  }

  ofType(type: ResourceType): Resource[] {
    return this.#resources.filter((resource) => resource.type === type);
  }

  /** The elements named `entry` whose resources a record was read from: their places in the list. */
  get entriesRead(): ReadonlySet<number> {
    return this.#entriesRead;
  }

  /**
   * Takes a resource as one that the record says something of: from here on every fault in it matters.
   *
   * @throws UnrepresentableFieldError where it is no R4 resource of its type.
   */
  use(type: ResourceType, resource: Resource): void {
    resource.entry.assertUnmodified();
    this.#entriesRead.add(resource.index);
    assertR4Structure(type, resource.element);
  }

  /**
   * The resource that a reference leads to, or undefined where the bundle does not hold it.
   *
   * @throws UnrepresentableFieldError where several resources answer.
   */
  resolve(from: Resource, reference: FhirElement): Resource | undefined {
    const targets = this.targetsOf(from, reference);
    if (targets.length > 1) throw reference.refuse("reference", "a reference to one resource only");
    return targets[0];
  }

  /**
   * Follows a reference that a record needs, to an R4 resource of one of these types.
   *
   * @throws UnrepresentableFieldError where the bundle does not hold it.
   */
  follow(from: Resource, reference: FhirElement, types: readonly ResourceType[]): Resource {
    const target = this.resolve(from, reference);
    const type = types.find((candidate) => candidate === target?.type);
    if (target === undefined || type === undefined) {
      throw reference.refuse("reference", `a reference to a ${types.join(" or ")} in this bundle`);
    }
    this.use(type, target);
    return target;
  }

  /**
   * Whether a reference leads to this resource. The element it stands in need not be right otherwise, so that faults of what
   * turns out to be unrelated do not matter.
   *
   * @throws UnrepresentableFieldError where it leads to others too.
   */
  leadsTo(from: Resource, reference: FhirElement, target: Resource): boolean {
    return this.targetsOf(from, reference).includes(target) && this.resolve(from, reference) === target;
  }

  /** All resources that answer to a reference: more than one where the bundle does not tell them apart. */
  targetsOf(from: Resource, reference: FhirElement): readonly Resource[] {
    const text = reference.peekText("reference");
    const literal = text === undefined ? undefined : parseLiteral(text);
    if (literal?.kind === "contained") return containedIn(from.container ?? from, literal.id);
    if (literal?.kind === "url") return this.#atUrl(from, literal);
    const identifier = identifierIn(reference);
    const type = literal?.type ?? reference.peekText("type");
    return identifier === undefined ? [] : this.#identifiedBy(identifier, type);
  }

  #identifiedBy(sought: BusinessIdentifier, type: string | undefined): Resource[] {
    return this.#resources.filter(
      (resource) =>
        (type === undefined || resource.type === type) &&
        identifiersOf(resource.element).some((found) => matches(sought, found)),
    );
  }

  #atUrl(from: Resource, { url, version }: Extract<Literal, { kind: "url" }>): readonly Resource[] {
    const base = restfulBase(from.container ?? from);
    const found = this.#byUrl.get(url) ?? this.#byUrl.get(`${base}${url}`) ?? this.#byTypeAndIdIn(url, base);
    if (version === undefined || found.length === 1) return found;
    // One URL may stand for several versions of a resource.
    return found.filter(({ element }) => element.peek("meta")[0]?.peekText("versionId") === version);
  }

  /** A bundle whose entries have UUIDs for URLs, or none, is searched by type and id. A relative URL continues the base. */
  #byTypeAndIdIn(url: string, base: string): readonly Resource[] {
    const parts = restfulParts(url);
    const found = parts === undefined ? [] : (this.#byTypeAndId.get(parts.typeAndId) ?? []);
    // A URL on one server does not mean a resource that is on another.
    const hasServer = base !== "" || parts?.base !== "";
    return hasServer
      ? found.filter(({ fullUrl }) => fullUrl === undefined || fullUrl.startsWith("urn:"))
      : found;
  }
}

function groupedBy(
  resources: readonly Resource[],
  keyOf: (resource: Resource) => string,
): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const key = keyOf(resource);
    const group = groups.get(key);
    if (group !== undefined) group.push(resource);
    else if (key !== "") groups.set(key, [resource]);
  }
  return groups;
}

function containedIn(holder: Resource, id: string): readonly Resource[] {
  if (id === "") return [holder];
  const { entry, index } = holder;
  return holder.element
    .peek("contained")
    .flatMap((element) => readResource(element, { entry, index, container: holder }))
    .filter((resource) => resource.id === id);
}

/** What precedes `Type/id` in a resource's own URL; relative references continue it. */
function restfulBase({ type, id, fullUrl }: Resource): string {
  const parts = restfulParts(fullUrl ?? "");
  return parts?.typeAndId === `${type}/${id ?? ""}` ? parts.base : "";
}
