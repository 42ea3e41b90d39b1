import { InvalidBundleError, UnrepresentableFieldError } from "../errors.ts";
import { FhirElement } from "./element.ts";
import { assertR4Structure } from "./r4-structure.ts";
import type { ResourceType } from "./r4-structure.ts";

const BUNDLE_TYPES = ["collection", "document", "searchset", "transaction"];

/** One resource of the bundle, or one that another resource contains. */
export interface Resource {
  readonly type: string;
  readonly element: FhirElement;
  readonly id: string | undefined;
  readonly fullUrl: string | undefined;
  readonly container: Resource | undefined;
}

/** A business identifier, as FHIR writes it instead of, or beside, a literal reference. */
export interface LogicalReference {
  readonly system: string;
  readonly value: string;
}

function readResource(element: FhirElement, fullUrl?: string, container?: Resource): Resource {
  return {
    type: element.string("resourceType"),
    element,
    id: element.optionalString("id"),
    fullUrl,
    container,
  };
}

function readEntry(entry: FhirElement): Resource {
  const request = entry.optionalChild("request");
  if (request !== undefined && !["POST", "PUT"].includes(request.string("method"))) {
    throw request.refuse("method", "POST or PUT: a bundle that only adds what it holds");
  }
  return readResource(entry.child("resource"), entry.optionalString("fullUrl"));
}

/** A FHIR R4 Bundle: its resources, and the references between them. */
export class Bundle {
  readonly #resources: readonly Resource[];
  readonly #byFullUrl = new Map<string, Resource>();
  readonly #byTypeAndId = new Map<string, Resource[]>();

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

    this.#resources = bundle.children("entry").map(readEntry);
    for (const resource of this.#resources) {
      const name = `${resource.type}/${resource.id ?? ""}`;
      const namesakes = this.#byTypeAndId.get(name);
      if (namesakes === undefined) this.#byTypeAndId.set(name, [resource]);
      else namesakes.push(resource);
      if (resource.fullUrl === undefined) continue;
      if (this.#byFullUrl.has(resource.fullUrl)) {
        throw new UnrepresentableFieldError(
          resource.element.path.replace(/resource$/, "fullUrl"),
          "another than those of all other entries",
        );
      }
      this.#byFullUrl.set(resource.fullUrl, resource);
    }
  }

  ofType(type: ResourceType): Resource[] {
    return this.#resources.filter((resource) => resource.type === type);
  }

  /** The resource that a reference leads to, or undefined where the bundle does not hold it. */
  resolve(from: Resource, reference: FhirElement): Resource | undefined {
    const literal = reference.optionalString("reference");
    if (literal === undefined) return undefined;
    const holder = from.container ?? from;
    if (literal.startsWith("#")) return this.#contained(holder, literal.slice(1));

    const [target = ""] = literal.split("/_history/");
    const byUrl = this.#byFullUrl.get(target) ?? this.#byFullUrl.get(`${restfulBase(holder)}${target}`);
    if (byUrl !== undefined) return byUrl;

    // A bundle whose entries have UUIDs for URLs is searched by type and id.
    const matches = this.#byTypeAndId.get(target) ?? [];
    if (matches.length > 1) throw reference.refuse("reference", "a reference to one resource only");
    return matches[0];
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
    assertR4Structure(type, target.element);
    return target;
  }

  /** Whether one of the references under a repeating element leads to this resource. */
  refersTo(from: Resource, name: string, target: Resource): boolean {
    return from.element.children(name).some((reference) => this.resolve(from, reference) === target);
  }

  /** Refuses a resource that is about another patient than the procedure is. */
  assertSamePatient(procedure: Resource, other: Resource, name: "subject" | "patient"): void {
    const patient = this.#identify(procedure, "subject");
    const otherPatient = this.#identify(other, name);
    if (patient !== undefined && otherPatient !== undefined && patient !== otherPatient) {
      throw other.element.refuse(name, "the patient of the procedure");
    }
  }

  #identify(from: Resource, name: string): string | undefined {
    const reference = from.element.optionalChild(name);
    return (
      reference && (this.resolve(from, reference)?.element.path ?? reference.optionalString("reference"))
    );
  }

  #contained(holder: Resource, id: string): Resource | undefined {
    if (id === "") return holder;
    return holder.element
      .children("contained")
      .map((element) => readResource(element, undefined, holder))
      .find((resource) => resource.id === id);
  }
}

/** What precedes `Type/id` in a resource's own URL; relative references continue it. */
function restfulBase({ type, id, fullUrl }: Resource): string {
  const suffix = `${type}/${id ?? ""}`;
  return fullUrl?.endsWith(`/${suffix}`) ? fullUrl.slice(0, -suffix.length) : "";
}

/**
 * The identifier that a reference names instead of a resource: `Reference.identifier`, or a conditional reference
 * `Type?identifier=system|value`, as transactions use them.
 */
export function logicalReference(reference: FhirElement): LogicalReference | undefined {
  const conditional = /^[A-Za-z]+\?identifier=([^|&]+)\|([^|&]+)$/.exec(
    reference.optionalString("reference") ?? "",
  );
  if (conditional !== null) return { system: conditional[1]!, value: conditional[2]! };
  const identifier = reference.optionalChild("identifier");
  return identifier && { system: identifier.string("system"), value: identifier.string("value") };
}
