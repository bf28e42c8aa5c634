/** Loads a language from the catalogues' files, for tests. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { startTexts } from "./texts.ts";

const here = import.meta.dirname;
const locales = resolve(here, "../../server/latecomer/i18n/locales");

/** All areas in all languages, as an app that offers everything. */
const everything = Object.fromEntries(
  readdirSync(locales).map((tag) => [
    tag,
    async () => ({
      texts: readdirSync(resolve(locales, tag))
        .map((file) => readFileSync(resolve(locales, tag, file), "utf8"))
        .join("\n"),
      cities: JSON.parse(readFileSync(resolve(here, "cities", `${tag}.json`), "utf8")) as Record<
        string,
        string
      >,
    }),
  ]),
);

/** Load all areas in a language. */
export async function speak(tag: string): Promise<void> {
  await startTexts(everything, tag);
}

await speak("en");
