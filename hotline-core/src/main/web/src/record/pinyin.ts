// The initial letter of a Chinese character's reading, by where it sorts in the pinyin order that every browser knows:
// each entry is the first common character of its letter. Good enough to find a category by its initials.
const firsts = '阿芭擦搭蛾发噶哈机喀垃妈拿哦啪期然撒塌挖昔压匝';
const letters = 'abcdefghjklmnopqrstwxyz';
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

export function initial(character: string): string {
  if (!/[\u4e00-\u9fff]/.test(character)) return character.toLowerCase();
  let found = '';
  for (let n = 0; n < firsts.length; n++) {
    if (order.compare(character, firsts.charAt(n)) >= 0) found = letters.charAt(n);
  }
  return found;
}

export const initials = (text: string): string => [...text].map(initial).join('');

/** Whether what was typed fits a term: part of its name in either language, or its pinyin initials. */
export function fits(typed: string, item: { key: string; zh: string; en: string }): boolean {
  const words = typed.trim().toLowerCase();
  if (!words) return true;
  return (
    item.zh.includes(words) ||
    item.en.toLowerCase().includes(words) ||
    initials(item.zh).replace(/[^a-z0-9]/g, '').includes(words.replace(/\s/g, '')) ||
    item.key.toLowerCase() === words
  );
}
