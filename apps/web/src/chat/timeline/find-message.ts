export function findMessage(id: string): HTMLElement | null {
  return document.querySelector(`[data-message-id="${CSS.escape(id)}"]`)
}
