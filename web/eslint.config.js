import js from '@eslint/js';
import globals from 'globals';

const MARKUP = 'Text from data must stay text: use textContent, or el() of ui/dom.js.';

export default [
  { ignores: ['node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: MARKUP },
        { property: 'outerHTML', message: MARKUP },
        { property: 'insertAdjacentHTML', message: MARKUP },
        { object: 'document', property: 'write', message: MARKUP },
      ],
    },
  },
  { files: ['src/**'], languageOptions: { globals: globals.browser } },
  { files: ['*.mjs', 'basemap/**', 'test/**'], languageOptions: { globals: globals.node } },
];
