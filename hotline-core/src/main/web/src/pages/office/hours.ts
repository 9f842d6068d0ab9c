const form = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

/** Words divided by commas of either script. */
export const parts = (text: string): string[] => text.split(/[,，、;；]/).map((one) => one.trim()).filter(Boolean);

/** Hours as people type them, as the interface writes them: 8:00－14:00 becomes 08:00-14:00. What is no hour stays as it is. */
export const hoursOf = (text: string): string[] =>
  parts(text).map((one) => one
    .replace(/：/g, ':')
    .replace(/\s*[-–—－~～至]\s*/g, '-')
    .replace(/(^|-)(\d):/g, (_, before: string, hour: string) => `${before}0${hour}:`));

/** Those that are no hours. */
export const wrongHours = (text: string): string[] => hoursOf(text).filter((one) => !form.test(one));
