// Routes: datasets of images, and what image models make of a picture.

import { IMAGE_PARTS } from '../images';
import { imageSetNameSchema, takeDatasetsSchema } from '../training-schemas';
import { ARCHIVE, PICTURE } from './files';
import { DONE, FILE_ERRORS, JSON_ERRORS, type RouteParameter, table } from './route';

const ID: RouteParameter = { name: 'id', in: 'path', description: 'A set’s id, from GET /images.', example: 'shipped' };
const ITEM: RouteParameter = {
  name: 'item',
  in: 'path',
  description: 'An image’s number in the set, from 0.',
  example: '0',
};

export const IMAGES_ROUTES = table({
  images: {
    method: 'GET',
    path: '/images',
    tag: 'Images',
    summary: 'The datasets of images, and how an import stands',
    answer: { description: 'The one that comes with the app first.', example: { sets: [], taking: { phase: 'idle' } } },
  },
  discoverDatasets: {
    method: 'POST',
    path: '/images/discover',
    tag: 'Images',
    summary: 'What datasets an archive holds',
    description:
      'A .zip, .tar or .tar.gz with folders <name>/train and <name>/test (val where there is one) of class folders with texts or with PNG, JPEG or WebP images. Changes nothing.',
    parameters: [{ name: 'name', in: 'query', description: 'The file’s name.' }],
    body: 'file',
    files: ARCHIVE,
    answer: { description: 'What POST /images/take accepts by name.', example: { datasets: [] } },
    errors: [...FILE_ERRORS, 409],
  },
  takeDatasets: {
    method: 'POST',
    path: '/images/take',
    tag: 'Images',
    summary: 'Keep datasets that were found last',
    body: { schema: takeDatasetsSchema, example: { names: ['MNIST'] } },
    answer: { description: 'It has begun; GET /images says how far it is.', example: { status: 'ok' } },
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  cancelTake: {
    method: 'DELETE',
    path: '/images/take',
    tag: 'Images',
    summary: 'Cancel the import; nothing of it stays',
    answer: DONE,
  },
  renameImages: {
    method: 'PATCH',
    path: '/images/{id}',
    tag: 'Images',
    summary: 'Rename a set',
    parameters: [ID],
    body: { schema: imageSetNameSchema, example: { name: 'Digits' } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 409],
  },
  deleteImages: {
    method: 'DELETE',
    path: '/images/{id}',
    tag: 'Images',
    summary: 'Delete a set',
    irreversible: true,
    parameters: [ID],
    answer: DONE,
    errors: [404, 409],
  },
  imageItems: {
    method: 'GET',
    path: '/images/{id}/items',
    tag: 'Images',
    summary: 'The images of a set',
    parameters: [
      ID,
      { name: 'offset', in: 'query', description: 'How many to pass over.', example: '0' },
      { name: 'limit', in: 'query', description: 'How many, 100 unless said, 1,000 at most.', example: '100' },
      { name: 'part', in: 'query', description: 'Of one part only.', values: IMAGE_PARTS },
      { name: 'label', in: 'query', description: 'Of one class only, by its number.' },
    ],
    answer: {
      description: 'A page of them, and how many match.',
      example: { total: 1, items: [{ item: 0, path: 'train/0/0.png', part: 'train', label: 0 }] },
    },
    errors: [404, 422],
  },
  picture: {
    method: 'GET',
    path: '/images/{id}/items/{item}/picture',
    tag: 'Images',
    summary: 'One image, as its file',
    parameters: [ID, ITEM],
    answer: { description: 'The file as it came.', type: 'image/png' },
    errors: [404, 422],
  },
  predictImage: {
    method: 'POST',
    path: '/images/predict',
    tag: 'Images',
    summary: 'What an image model makes of a picture',
    parameters: [
      {
        ...{ name: 'model', in: 'query', required: true },
        description: 'An image model’s id, from GET /training/trained_models.',
      },
      { name: 'explain', in: 'query', description: 'With the heat-map.', values: ['true', 'false'] },
      {
        name: 'target',
        in: 'query',
        description: 'The class that the heat-map speaks of, by its number; the likeliest if left out.',
      },
    ],
    body: 'file',
    files: PICTURE,
    answer: {
      description: 'Probabilities in the order of the classes; the heat-map row by row, 0 to 1.',
      example: { classes: ['0', '1'], probabilities: [0.1, 0.9], heat: null, milliseconds: 4.2 },
    },
    errors: [...FILE_ERRORS, 404],
  },
});
