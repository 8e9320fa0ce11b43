"""Addresses of contacts."""

from django.urls import include, path

from qinglan.market.views import agreements, contact_figures, enquiries, rooms, terms

enquiry_urls = [
    path("", enquiries.EnquiryList.as_view(), name="list"),
    path("received/", enquiries.ReceivedList.as_view(), name="received"),
    path("authorisations/", agreements.authorisations_page, name="authorisations"),
    path("authorisations/<int:pk>/end/", agreements.end_authorisation, name="end-authorisation"),
    path("figures/", contact_figures.figures, name="figures"),
    path("<int:pk>/", enquiries.record, name="record"),
    path("<int:pk>/sent/", enquiries.sent, name="sent"),
    path("<int:pk>/accept/", enquiries.accept, name="accept"),
    path("<int:pk>/decline/", enquiries.decline, name="decline"),
    path("<int:pk>/ask/", enquiries.ask, name="ask"),
    path("<int:pk>/reply/", enquiries.reply, name="reply"),
    path("<int:pk>/withdraw/", enquiries.withdraw, name="withdraw"),
    path("<int:pk>/agreement/", agreements.agreement, name="agreement"),
    path("<int:pk>/agreement/sign/", agreements.sign, name="sign"),
    path("<int:pk>/agreement/copy/", agreements.bring, name="bring"),
    path("<int:pk>/agreement/compare/<slug:side>/", agreements.compare, name="compare"),
    path("<int:pk>/agreement/take/<slug:form>/", agreements.take, name="take"),
]
room_urls = [
    path("<int:pk>/", rooms.room, name="room"),
    path("<int:pk>/stream/", rooms.stream, name="stream"),
    path("<int:pk>/say/", rooms.say, name="say"),
    path("<int:pk>/people/", rooms.people, name="people"),
    path("<int:pk>/people/broker/", rooms.broker, name="broker"),
    path("<int:pk>/people/<int:participant>/remove/", rooms.remove, name="remove"),
    path("<int:pk>/share/", rooms.share, name="share"),
    path("<int:pk>/close/", rooms.close, name="close"),
    path("<int:pk>/meetings/new/", rooms.meet, name="meet"),
    path("<int:pk>/meetings/<int:meeting>/confirm/", rooms.confirm_meeting, name="confirm-meeting"),
    path("<int:pk>/meetings/<int:meeting>/object/", rooms.object_meeting, name="object-meeting"),
    path("<int:pk>/terms/new/", terms.write, name="write"),
    path("<int:pk>/terms/<int:number>/", terms.sheet, name="sheet"),
    path("<int:pk>/terms/<int:number>/offer/", terms.make, name="offer"),
    path("<int:pk>/offers/<int:offer>/<slug:act>/", terms.settle, name="settle"),
]
urlpatterns = [
    path(
        "market/technologies/<int:pk>/enquire/",
        enquiries.new,
        {"side": "technology"},
        name="enquire-technology",
    ),
    path("market/needs/<int:pk>/enquire/", enquiries.new, {"side": "need"}, name="enquire-need"),
    path("market/enquiries/", include((enquiry_urls, "enquiries"))),
    path("market/rooms/", include((room_urls, "rooms"))),
]
