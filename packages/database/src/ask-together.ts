/**
 * Questions of the same turn of the event loop share one query: a thousand users who reconnect at once cause a handful of
 * queries. `askAll` answers in the order of the questions. `most`: the maximum number of questions in one query.
 */
export function askTogether<Q, A>(
  askAll: (questions: Q[]) => Promise<A[]>,
  { most = 500 }: { most?: number } = {},
): (question: Q) => Promise<A> {
  let next: { questions: Q[]; answers: Promise<A[]> } | null = null

  return async function ask(question) {
    const mine = next ?? (next = gather())
    const place = mine.questions.push(question) - 1
    if (mine.questions.length === most) next = null
    return (await mine.answers)[place]!
  }

  function gather() {
    const questions: Q[] = []
    const answers = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      if (next?.questions === questions) next = null
      return askAll(questions)
    })
    return { questions, answers }
  }
}
