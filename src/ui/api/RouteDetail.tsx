// One route: what it does, what it takes, what it answers, and a form to try it.

import classes from './ApiPage.module.css';
import { bodyOf, fieldsOf, type Operation } from './spec';
import { AnswerTable, FieldTable } from './Tables';
import { TryRoute } from './TryRoute';

interface RouteDetailProps {
  readonly prefix: string;
  readonly operation: Operation;
}

export function RouteDetail({ prefix, operation }: RouteDetailProps) {
  const { method, path, summary, description, responses } = operation;
  const body = bodyOf(operation);
  const fields = body?.type === 'json' ? fieldsOf(body.content.schema) : [];
  return (
    <article className={classes.detail} aria-labelledby="route-name">
      <h2 id="route-name" className={classes.title} data-view-title>
        <span className={classes.method}>{method}</span> <code>{prefix + path}</code>
      </h2>
      <p className={classes.summary}>
        {summary}. {description}
      </p>
      {fields.length > 0 && <FieldTable fields={fields} />}
      <AnswerTable responses={responses} />
      <TryRoute prefix={prefix} operation={operation} />
    </article>
  );
}
