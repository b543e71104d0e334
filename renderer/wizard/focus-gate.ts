/** The heading of the gate takes the focus where what opened a form is gone: the gate has moved on. */
export function focusGate(opener: HTMLElement | undefined): void {
  const target = opener?.isConnected === true ? opener : document.getElementById('gate-title');
  target?.focus();
}
