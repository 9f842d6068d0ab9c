export const consoleZh = {
  'days.year': '{year}年 · 服务日 {n} 天',
  'centres.restart': '号码或中心的改动在热线下次重新启动后由交换机启用；在此之前按原号码接听。',
} as const;
