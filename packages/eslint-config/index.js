import js from '@eslint/js'
import next from '@next/eslint-plugin-next'
import hooks from 'eslint-plugin-react-hooks'
import regexp from 'eslint-plugin-regexp'
import ts from 'typescript-eslint'

const ignores = {
  ignores: [
    'dist/',
    '.next/',
    '.stryker-tmp/',
    'public/',
    'src/generated/',
    'next-env.d.ts',
    'eslint.config.js',
    '*.mjs',
  ],
}

/** TypeScript with types: the most important rule is that no promise floats. */
export const node = ts.config(ignores, js.configs.recommended, ts.configs.recommendedTypeChecked, {
  plugins: { regexp },
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: process.cwd() } },
  rules: {
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    '@typescript-eslint/require-await': 'off', // a port's method is async also where one adapter need not be
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    '@typescript-eslint/unbound-method': 'off', // our objects are closures: no method reads `this`
    // A regular expression that backtracks freezes the reader of a text written to exploit it.
    'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
    'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: false }],
    'no-console': 'error',
    'no-control-regex': 'off', // we refuse control characters, so we must name them
    eqeqeq: 'error',
  },
})

export const react = ts.config(node, hooks.configs.flat.recommended)

export const web = ts.config(react, {
  plugins: { '@next/next': next },
  rules: { ...next.configs.recommended.rules, ...next.configs['core-web-vitals'].rules },
})
