"""An unmodified client of Mastodon's, Mastodon.py as Debian has it: goes through its calls, and says of each what came.

Takes the server's address, and reads codes from standard input as it asks for them. Prints JSON, a line for each.
"""
import json
import sys
import threading
import time
from datetime import datetime, timedelta, timezone

from mastodon import Mastodon, StreamListener

URL = sys.argv[1]
OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob'


def say(what, **rest):
    print(json.dumps({'what': what, **rest}, default=str), flush=True)


def ask(what, **rest):
    """Asks for something to be done, and waits until it is."""
    say(what, **rest)
    return json.loads(sys.stdin.readline())


def refused(call, *args):
    try:
        call(*args)
        return None
    except Exception as error:  # Of whatever class: what it says is looked at.
        return str(error)


client_id, client_secret = Mastodon.create_app(
    'A client', scopes=['read', 'write', 'follow'], redirect_uris=OUT_OF_BAND, api_base_url=URL)


def sign_in(**view):
    client = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=URL)
    address = client.auth_request_url(redirect_uris=OUT_OF_BAND, scopes=['read', 'write', 'follow'])
    client.log_in(code=ask('code', address=address, view=view)['code'], redirect_uri=OUT_OF_BAND,
                  scopes=['read', 'write', 'follow'])
    return client


class Listener(StreamListener):
    def __init__(self):
        self.told = []
        self.over = threading.Event()

    def on_update(self, status):
        self.told.append(['update', status['id']])

    def on_status_update(self, status):
        self.told.append(['status.update', status['id']])

    def on_delete(self, status_id):
        self.told.append(['delete', status_id])
        self.over.set()


me = sign_in()
say('me', id=me.me()['id'], version=me.instance()['version'])

post = me.status_post('From a client')
reply = me.status_post('And on', in_reply_to_id=post['id'])
theirs = ask('post', text='To be liked')['id']
say('kept',
    favourited=me.status_favourite(theirs)['favourited'],
    reblogged=me.status_reblog(theirs)['reblog']['id'] == theirs,
    bookmarked=me.status_bookmark(theirs)['bookmarked'],
    bookmarks=[one['id'] == theirs for one in me.bookmarks()],
    descendants=[one['id'] == reply['id'] for one in me.status_context(post['id'])['descendants']],
    home=[one['content'] for one in me.timeline_home()])

other = ask('who')['id']
say('follows', following=me.account_follow(other)['following'],
    relationship=me.account_relationships(other)[0]['following'],
    followers=[str(one['id']) for one in me.account_followers(other)])
sweet = ask('post', text='Marmalade #marmalade')['id']
found = me.search_v2('marmalade')
say('found', statuses=[one['id'] == sweet for one in found['statuses']],
    hashtags=[one['name'] for one in found['hashtags']],
    trends=[one['name'] for one in me.trending_tags()])
for n in range(5):
    ask('post', text='Number %d' % n)
first = me.timeline_home(limit=3)
say('pages', first=len(first), all=sum('Number' in one['content'] for one in me.fetch_remaining(first)))

india = sign_in(**{'from': 'IN'})
listener = Listener()
stream = india.stream_local(listener, run_async=True)
last = None
while not listener.told:
    last = ask('post', text='Is anybody there?')['id']
    time.sleep(0.05)
last = ask('post', text='The last')['id']
ask('withhold', id=last)
ask('delete', id=last)
listener.over.wait(15)
stream.close()
say('stream', told=listener.told[-3:], last=last)

class Correspondent(StreamListener):
    def __init__(self):
        self.told = []
        self.over = threading.Event()

    def on_conversation(self, conversation):
        last = conversation['last_status']
        self.told.append(last['id'])
        if 'The last' in last['content']:
            self.over.set()


correspondent = Correspondent()
stream = me.stream_direct(correspondent, run_async=True)
name = '@' + me.me()['acct']
begun = ask('post', text='Dear ' + name, visibility='direct')['id']
while not correspondent.told:
    ask('post', text='Are you there, %s?' % name, visibility='direct')
    time.sleep(0.05)
letter = ask('post', text='The last, ' + name, visibility='direct', in_reply_to_id=begun)['id']
correspondent.over.wait(15)
stream.close()
conversation = me.conversations(limit=1)[0]
say('conversations', last=correspondent.told[-1] == letter == conversation['last_status']['id'],
    unread=conversation['unread'], accounts=[str(one['id']) for one in conversation['accounts']],
    read=me.conversations_read(conversation)['unread'])

gone = ask('post', text='To be withheld')['id']
ask('withhold', id=gone)
newest = india.timeline_local(limit=1)[0]
say('tombstone', same=newest['id'] == gone, content=newest['content'], refused=refused(india.status, gone),
    elsewhere=me.status(gone)['content'])

ask('withhold', id=post['id'])
ask('like', id=reply['id'])
say('notifications', types=[one['type'] for one in me.notifications()],
    liked=[one['status']['id'] == reply['id'] for one in me.notifications(types=['favourite'])])
me.notifications_clear()
say('cleared', left=len(me.notifications()))

later = me.status_post('Later', scheduled_at=datetime.now(timezone.utc) + timedelta(hours=1))
say('scheduled', texts=[one['params']['text'] for one in me.scheduled_statuses()])
me.scheduled_status_delete(later)

me.account_update_credentials(locked=True)
asking = ask('follow')['ids']
told = me.notifications(types=['follow_request'])
waiting = [str(one['id']) for one in me.follow_requests()]
say('locked', locked=me.me()['locked'], waiting=waiting == asking,
    told=[str(one['account']['id']) for one in told] == asking,
    let=me.follow_request_authorize(asking[0])['followed_by'],
    not_let=me.follow_request_reject(asking[1])['followed_by'],
    left=len(me.follow_requests()))

past = sign_in(**{'from': 'IN', 'moment': '2021-02-10T08:04'})
then = past.timeline_public()
say('past', posts=len(then), latest=max(one['created_at'].isoformat() for one in then),
    refused=refused(past.status_post, 'Hello, past'))
