/**
 * The texts of a page, in the language of its reader.
 *
 * The server chooses the language and writes it into `<html lang>`; `startTexts` loads that catalogue and no other. A
 * component that calls `t` is drawn again when the language changes.
 *
 * Source: docs/languages.md, Which language
 */
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { signal } from "@preact/signals";
import type { Messages } from "./messages.ts";
import { bracketed, lengthen, PSEUDO } from "./pseudo.ts";

export interface Catalogue {
  /** Fluent. */
  texts: string;
  /** Cities of zones that this language calls otherwise than the zone's name does. */
  cities: Readonly<Record<string, string>>;
}

/** The loader of each language, by its tag. */
export type Catalogues = Readonly<Record<string, () => Promise<Catalogue>>>;

export type Variable = string | number;
export type MessageId = keyof Messages;
/** The variables of a message, if it has any. */
export type Variables<Id extends MessageId, Value = Variable> = [Messages[Id]] extends [never]
  ? []
  : [variables: Readonly<Record<Messages[Id], Value>>];

interface Loaded {
  language: string;
  /** The language with the reader's region, for numbers and times. */
  locale: string;
  bundle: FluentBundle;
  cities: Catalogue["cities"];
}

const DEFAULT = "en";
/** The browser's store of an explicit choice. The server reads it, too. */
const COOKIE = "latecomer_language";
const A_YEAR_S = 31_536_000;

const loaded = signal<Loaded | null>(null);
let offered: Catalogues = {};

/**
 * Load the catalogue of the page's language; nothing can be drawn before.
 *
 * @param tag the language; left out, the one that the server wrote into the page
 */
export async function startTexts(catalogues: Catalogues, tag = document.documentElement.lang): Promise<void> {
  offered = catalogues;
  await useLanguage(tag in catalogues || tag === PSEUDO ? tag : DEFAULT);
}

/** The tags of all languages, for a switch. */
export function languages(): string[] {
  return Object.keys(offered);
}

/** A language's name for itself: `Français`. */
export function languageName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** The language of the page; whoever draws with it is drawn again when it changes. */
export function language(): string {
  return current().language;
}

/** The language with the reader's region: `en-US` where the browser says so, else `en-GB`. */
export function locale(): string {
  return current().locale;
}

/** The city that a zone is called after, in the page's language. */
export function city(zone: string): string {
  return current().cities[zone] ?? zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/** Draw the page in another language from now on, without keeping the choice. */
export async function useLanguage(tag: string): Promise<void> {
  const load = offered[tag === PSEUDO ? DEFAULT : tag];
  if (!load) return;
  loaded.value = prepare(tag, await load());
  const page = globalThis.document?.documentElement;
  if (page) Object.assign(page, { lang: tag, dir: directionOf(tag) });
}

/** The reader's explicit choice: kept for a year, and stronger than whatever the server knows. */
export async function chooseLanguage(tag: string): Promise<void> {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support
  document.cookie = `${COOKIE}=${tag}; Path=/; Max-Age=${A_YEAR_S}; SameSite=Lax${secure}`;
  await useLanguage(tag);
}

/** Return true once the reader has made an explicit choice. */
export function hasChosen(): boolean {
  return document.cookie.split("; ").some((cookie) => cookie.startsWith(`${COOKIE}=`));
}

/** A text. */
export function t<Id extends MessageId>(id: Id, ...variables: Variables<Id>): string {
  const { bundle, language: tag } = current();
  const pattern = bundle.getMessage(id)?.value;
  if (!pattern) throw new Error(`the text ${id} is not among the areas of this page`);
  const text = bundle.formatPattern(pattern, variables[0]);
  return tag === PSEUDO ? bracketed(text) : text;
}

/** The text of an id that ends in a code of the server, with the values that came with it; null where there is none. */
export function textOf(id: string, values: Readonly<Record<string, Variable>> = {}): string | null {
  const format: (id: MessageId, values: Readonly<Record<string, Variable>>) => string = t;
  return current().bundle.hasMessage(id) ? format(id as MessageId, values) : null;
}

function current(): Loaded {
  if (!loaded.value) throw new Error("startTexts comes first");
  return loaded.value;
}

function prepare(tag: string, { texts, cities }: Catalogue): Loaded {
  const pseudo = tag === PSEUDO ? { transform: lengthen } : {};
  const tagged = localeOf(tag);
  const bundle = new FluentBundle(tagged, { useIsolating: false, ...pseudo });
  for (const error of bundle.addResource(new FluentResource(texts))) console.error(error);
  return { language: tag, locale: tagged, bundle, cities };
}

function localeOf(tag: string): string {
  const [base = DEFAULT] = tag.split("-");
  const regional = globalThis.navigator?.languages?.find((name) => name.startsWith(`${base}-`));
  return regional ?? (base === "en" ? "en-GB" : base);
}

function directionOf(tag: string): string {
  const script = new Intl.Locale(tag).maximize().script ?? "";
  return ["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"].includes(script) ? "rtl" : "ltr";
}
