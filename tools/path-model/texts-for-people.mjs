// StrykerJS skips texts for people: log lines and internal error messages. No program reads them, so a test of them would
// repeat them. Plain JavaScript, because StrykerJS loads it by itself.
function isLogLine({ node }) {
  switch (node?.type) {
    case 'CallExpression':
      return node.callee.type === 'MemberExpression' && node.callee.object.name === 'logger'
    case 'ExpressionStatement':
      return isLogLine({ node: node.expression })
    case 'BlockStatement':
      return node.body.length > 0 && node.body.every((statement) => isLogLine({ node: statement }))
    case 'IfStatement':
      return !node.alternate && isLogLine({ node: node.consequent })
    default:
      return false
  }
}

const isTextOfError = ({ node, parent }) =>
  (node.type === 'StringLiteral' || node.type === 'TemplateLiteral') &&
  (parent?.type === 'NewExpression' || parent?.type === 'CallExpression') &&
  (parent.callee.type === 'Super' ||
    (parent.callee.type === 'Identifier' && parent.callee.name.endsWith('Error')))

const isNameOfError = ({ node, parent }) =>
  node.type === 'StringLiteral' && parent?.type === 'ClassProperty' && parent.key.name === 'name'

const isHelpOfMetric = ({ node, parent }) =>
  node.type === 'StringLiteral' && parent?.type === 'ObjectProperty' && parent.key.name === 'help'

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'texts-for-people',
    value: {
      shouldIgnore: (path) =>
        isLogLine(path) || isTextOfError(path) || isNameOfError(path) || isHelpOfMetric(path)
          ? 'It is read by people alone.'
          : undefined,
    },
  },
]
