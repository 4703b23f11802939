/** What the manifest is made from; `npm run manifest` runs the analyzer with this and writes custom-elements.json. */

const isPublic = (member) => !member.privacy && !member.name?.startsWith('#') && !member.static;
const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/**
 * Leaves out what users of the elements cannot use, and sorts, so that the file changes only where the elements do. Attributes
 * keep the order of their declaration, which is the one of the documentation.
 */
const publicMembersOnly = {
  name: 'ticklane-public-members',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      for (const declaration of module.declarations ?? []) {
        declaration.members = declaration.members?.filter(isPublic);
        const fields = new Set(declaration.members?.map(({ name }) => name));
        declaration.attributes = declaration.attributes?.filter(({ fieldName, description }) => {
          return fieldName === undefined ? description : fields.has(fieldName);
        });
        for (const list of ['events', 'slots', 'cssParts', 'cssProperties', 'cssStates'])
          declaration[list]?.sort(byName);
      }
      module.declarations = module.declarations?.filter(({ customElement }) => customElement);
      module.exports = module.exports?.filter(({ kind, declaration }) => {
        return (
          kind === 'custom-element-definition' || module.declarations.some(({ name }) => name === declaration.name)
        );
      });
    }
    customElementsManifest.modules = customElementsManifest.modules
      .filter(({ declarations, exports }) => declarations?.length || exports?.length)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

export default {
  globs: ['src/elements/**/*.ts'],
  exclude: ['**/*.worker.ts', '**/*.inline.ts', '**/*.d.ts', 'src/elements/shared/**'],
  litelement: true,
  packagejson: false,
  plugins: [publicMembersOnly],
};
