/** An address for code that is there as text, for workers to import: any page's, from any origin. It stays for as long as the page. */
export function textAddress(text: string): string {
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}
