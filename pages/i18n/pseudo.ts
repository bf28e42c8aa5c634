/** The pseudo language `en-XA`: English with accents and longer. `server/latecomer/i18n/pseudo.py` does the same. */

export const PSEUDO = "en-XA";

const PLAIN = "AEIOUYaeiouycnsz";
const ACCENTED = "ÅÉÎÖÛÝåéîöûýçñšž";

/** A text with accents, its lower-case vowels doubled. */
export function lengthen(text: string): string {
  return text.replace(/[AEIOUYaeiouycnsz]/g, (letter) => {
    const accented = ACCENTED[PLAIN.indexOf(letter)] ?? letter;
    return "aeiou".includes(letter) ? accented.repeat(2) : accented;
  });
}

/** A text in brackets, so that a reader sees where it begins and ends. */
export function bracketed(text: string): string {
  return `[${text}]`;
}
