// The published description of /api/v1 (OpenAPI 3.1), from the same schemas that parse what comes and goes.
import { z } from 'zod'
import { Problem } from './contract'
import { operations, resources, type Operation } from './operations'

const schemaOf = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output', target: 'draft-2020-12' })
  return rest
}

const answer = (description: string, schema: object, type = 'application/json') => ({
  description,
  content: { [type]: { schema } },
})
const problem = (description: string) =>
  answer(description, { $ref: '#/components/schemas/Problem' }, 'application/problem+json')

function parametersOf({ path, query }: Operation) {
  const inPath = path.includes('{id}')
    ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }]
    : []
  const inQuery = Object.entries(query.shape).map(([name, field]) => {
    const { description, ...schema } = schemaOf(field as z.ZodType)
    const required = !(field as z.ZodType).safeParse(undefined).success
    return { name, in: 'query', required, ...(description !== undefined && { description }), schema }
  })
  return [...inPath, ...inQuery]
}

const describe = (operation: Operation) => {
  const ref = { $ref: `#/components/schemas/${operation.gives}` }
  const page = {
    type: 'object',
    properties: {
      items: { type: 'array', items: ref },
      next: { type: ['string', 'null'], description: '`cursor` of the next page; null on the last.' },
    },
    required: ['items', 'next'],
    additionalProperties: false,
  }
  return {
    operationId: operation.id,
    summary: operation.summary,
    parameters: parametersOf(operation),
    responses: {
      200: answer('Found', operation.isList ? page : ref),
      401: problem('No token, or one that is not in force'),
      404: problem('Not there, or not for this person'),
      422: problem('A parameter that does not fit, by name in `fields`'),
      429: problem('Too many requests; `Retry-After` says when to go on'),
    },
  }
}

/** @param origin the house's own address */
export const openApiDocument = (origin: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Lianxi',
    version: '1',
    description:
      'What a person may read, for their programs. A token is made at /settings/tokens. Restricted items are never given to a program.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: `${origin}/api/v1` }],
  security: [{ token: [] }],
  paths: Object.fromEntries(operations.map((operation) => [operation.path, { get: describe(operation) }])),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      ...Object.fromEntries(Object.entries(resources).map(([name, schema]) => [name, schemaOf(schema)])),
      Problem: schemaOf(Problem),
    },
  },
})
